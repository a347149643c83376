// A known mistake by its key, as results.json has it; two keys joined by " + " find both.
const SHOWN = 12;
const keys = [...document.querySelectorAll('.mistake')].map(section => ({
  id: section.id,
  name: section.querySelector('code').textContent,
  place: section.id.split('.').slice(1, 3).join('.'),
}));
const field = document.getElementById('key'), list = document.getElementById('found');
const matches = text => text.toLowerCase().split('+').flatMap(part => {
  const words = part.trim().split(/\s+/).filter(Boolean);
  return words.length ? keys.filter(key => words.every(word => `${key.place} ${key.name}`.includes(word))) : [];
});
const line = content => {
  const item = document.createElement('li');
  item.append(content);
  return item;
};
const linkTo = key => Object.assign(document.createElement('a'), {
  href: `#${key.id}`, textContent: `${key.place} ${key.name}`,
});
field.addEventListener('input', () => {
  const found = matches(field.value), more = found.length - SHOWN;
  list.replaceChildren(...found.slice(0, SHOWN).map(key => line(linkTo(key))));
  if (more > 0) list.append(line(`and ${more} more`));
  if (!found.length && field.value.trim()) list.append(line('no known mistake has this key'));
});
field.addEventListener('keydown', event => {
  const [first] = list.getElementsByTagName('a');
  if (event.key == 'Enter' && first) location.hash = first.hash;
});
