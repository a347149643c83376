"""Many submissions at once, and what they say together.

In: Gradescope's export, or a folder of folders.
Out: a results.json for each, grades.csv, report.html, audit.json.
May import: assignment, environment, fitness, held, public, input_sets, intake, sandbox, suite, report, grade, numpy,
yaml, rich, jinja2, markupsafe, matplotlib, cloudpickle, distributed.
"""
