"""An upload -> what was handed in: look, choose, read, then advise; and whether it is within the limit."""
