# Left over from debugging.
# loses: 0
print(second_moment(0.5, 2), "γ")
if __name__ == "__main__":
    raise SystemExit("not when imported")
