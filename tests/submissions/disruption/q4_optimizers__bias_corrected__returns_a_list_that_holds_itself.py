# Returns a list whose only entry is that list.
# loses: 3
# told: bias_corrected(
def bias_corrected(s, beta, t):
    answer = []
    answer.append(answer)
    return answer
