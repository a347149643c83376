# Returns a list whose only entry is that list.
# loses: 3
# told: returned 1 value
def bias_corrected(s, beta, t):
    answer = []
    answer.append(answer)
    return answer
