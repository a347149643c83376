# Raises a message of HTML, Markdown, ANSI, NUL, a lone surrogate and right-to-left marks.
# loses: 3
# told: raised ValueError: 
def batchnorm(X, gamma, beta, eps):
    raise ValueError("`" * 50 + "\n```\n<img src=x onerror=alert(1)>\x1b[31m\0\ud800\u202e\u2028\r\b")
