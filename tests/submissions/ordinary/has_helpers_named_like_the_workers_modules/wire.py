def scaled(dY, gamma):
    return dY * gamma
