def first(items):
    if len(items) == 0:
        print("nothing")
        return None
    return items[0]


def last(items):
    if len(items) == 0:
        print("nothing at all")
        return None
    return items[-1]
