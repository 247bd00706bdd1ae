def check(items, done):
    if done == True:
        return 1
    if len(items) == 0:  # slop: ignore[len-as-condition] shown in the tests
        return 2
    ready = done == False  # slop: ignore[bool-comparision] misspelt
    for i in range(len(items)):
        items[i] = str(
            items[i],
        )
    return ready
