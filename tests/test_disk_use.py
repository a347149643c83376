"""A worker's files and folders are counted wherever they are, and nothing that a link of its leads to."""

import os

import pytest

from autograder.sandbox import disk_use

MEGABYTE = 1 << 20


def taken_in(places, most):
    return disk_use.disk_use(lambda: places, most)


def nest(folder, depth, *beside):
    """Folders in folders below `folder`, and in each the empty ones that `beside` names."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        for name in ("d" * 100, *beside):
            os.mkdir(name, dir_fd=here)
        below = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def opened():
    return sorted(os.listdir("/proc/self/fd"))


def test_names_and_bytes_are_counted_up_to_the_limit_in_folders_that_change(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}/inner").mkdir(parents=True)
    assert taken_in([str(tmp_path)], 6)[0] == 7
    os.symlink("/usr", tmp_path / "0/link")
    names, taken = taken_in([str(tmp_path)], 8)
    (tmp_path / "0/file").write_bytes(bytes(MEGABYTE))
    assert (names, taken_in([str(tmp_path)], 9)) == (8, (9, taken + MEGABYTE))


def test_a_file_that_lies_in_no_folder_of_the_workers_has_its_bytes_counted(tmp_path):
    (tmp_path / "file").write_bytes(bytes(MEGABYTE))
    (tmp_path / "link").symlink_to("file")
    assert taken_in([str(tmp_path / "file"), str(tmp_path / "link")], 2) == (2, MEGABYTE)


@pytest.mark.parametrize("leads_to", ["../../elsewhere", "nowhere", "."])
def test_a_link_that_takes_a_folders_place_after_it_was_seen_is_not_followed(tmp_path, monkeypatch, leads_to):
    elsewhere, work = tmp_path / "elsewhere", tmp_path / "work"
    (elsewhere / "more").mkdir(parents=True)
    (elsewhere / "file").write_bytes(bytes(MEGABYTE))
    (work / "home/inner").mkdir(parents=True)
    enter = disk_use._open

    def swap_before_entering(name, above):
        if name == "inner":
            (work / "home/inner").rename(work / "home/moved")
            (work / "home/inner").symlink_to(leads_to)
        return enter(name, above)

    monkeypatch.setattr(disk_use, "_open", swap_before_entering)
    assert taken_in([str(work)], 9) == (4, 0)


def test_a_link_that_takes_the_place_of_a_folder_above_changes_nothing(tmp_path, monkeypatch):
    """What is looked into is what was opened, wherever it lies by now."""
    work = tmp_path / "work"
    for number in range(5):
        (work / f"home/above/{number}").mkdir(parents=True)
    enter = disk_use._open

    def swap_before_entering(name, above):
        if name.isdigit() and not (work / "moved").exists():
            (work / "home/above").rename(work / "moved")
            (work / "home/above").symlink_to("/usr")
        return enter(name, above)

    monkeypatch.setattr(disk_use, "_open", swap_before_entering)
    assert taken_in([str(work)], 20) == (8, 0)


def test_folders_that_bear_another_name_at_each_look_are_too_many(tmp_path, monkeypatch):
    (tmp_path / "home/0").mkdir(parents=True)
    enter, looks = disk_use._open, []

    def rename_before_entering(name, above):
        if name.isdigit():
            looks.append(name)
            (tmp_path / "home" / name).rename(tmp_path / f"home/{len(looks)}")
        return enter(name, above)

    monkeypatch.setattr(disk_use, "_open", rename_before_entering)
    before = opened()
    assert taken_in([str(tmp_path)], 9)[0] == 10
    assert (len(looks), opened()) == (disk_use.LOOKS, before)
    monkeypatch.setattr(disk_use, "_open", enter)
    assert taken_in([str(tmp_path)], 9)[0] == 3  # it has stopped


def test_folders_nested_deeper_than_a_path_are_counted(tmp_path):
    nest(tmp_path, 300)
    before = opened()
    assert taken_in([str(tmp_path)], 2000) == (301, 0)
    assert taken_in([str(tmp_path)], 200)[0] == 201
    assert opened() == before


def test_no_more_folders_are_open_at_once_than_a_few(tmp_path, monkeypatch):
    """A folder is kept open while another in it waits: two in each, and one of them holds the next two."""
    nest(tmp_path, 60, "a", "z")
    before = opened()
    assert taken_in([str(tmp_path)], 2000) == (181, 0)
    monkeypatch.setattr(disk_use, "MOST_OPEN", 20)
    assert taken_in([str(tmp_path)], 2000)[0] == 2001
    assert opened() == before
