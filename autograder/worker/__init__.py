"""What runs on the student's side of the wall: the standard library, NumPy and this folder, nothing else."""
