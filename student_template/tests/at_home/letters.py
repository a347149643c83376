"""Greek letters and signs for a terminal that has none: γ becomes gamma."""

GREEK = {
    "Γ": "Gamma", "β": "beta", "γ": "gamma", "δ": "delta", "λ": "lambda", "μ": "mu", "σ": "sigma", "ε": "eps",
    "\u0302": "_hat", "²": "^2", "ᵀ": "^T", "₁": "1", "₂": "2", "ᵗ": "^t", "−": "-", "‖": "||", "ℓ": "l", "∇": "grad ",
    "←": "<-", "≥": ">=", "≤": "<=", "·": "*", "√": "sqrt", "…": "...", "→": "->", "“": '"', "”": '"', "×": "x",
}  # fmt: skip


def readable(text, encoding):
    """`text` in letters that `encoding` has: signs of the mathematics by their names, others as Python escapes them."""
    encoding = encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = "".join(GREEK.get(letter, letter) for letter in text)
    return text.encode(encoding, "backslashreplace").decode(encoding)
