def first(items):
    if len(items) == 0:
        print("nothing")
        return None
    return items[0]


def final(items):
    for item in items:
        print(item)
    return items[-1]
