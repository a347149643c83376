"""A wrong answer -> what is wrong with it: the known mistake that gives it, else what is true of all of it."""
