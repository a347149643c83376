"""Grades Problem Set 2: runs as root on Gradescope, closed to the user that runs student code.

Folders are rooms: steps of a submission's way, and on the student's side of the wall another level of trust. Each
says in its `__init__.py` what comes in, what goes out and what it may import beside the standard library and itself.
Arrows only go down.

Every number that staff may set stands in `assignment.py`: files, functions, time limits, sizes, visibility, seed. How
an answer is compared, with its tolerances, is public: `student_template/tests/ladder.py`, behind the door `public.py`.

Of the modules that are no folder:

    __main__ may import: assignment, course, environment, fitness, grade, intake, packaging, report,
        sandbox. It reads the arguments.
    grade may import: assignment, environment, input_sets, intake, public, report, sandbox, suite. It is a
        submission's way, on one page.
    environment may import: assignment. It replaces what is of no use in the caller's environment.
    suite may import: assignment, fitness, hidden_tests, input_sets, public, student_template. It has all tests, and
        the remembered answers of their oracles.
    public may import: assignment, student_template. It is the one door to the students' tests.
    input_sets may import: assignment. It draws which of the sets of inputs a submission meets.
    fitness may import: assignment. It refuses settings and points that cannot be graded by.
    held may import: nothing. It marks the temporary folders of a living grading.
    assignment may import: nothing.
"""
