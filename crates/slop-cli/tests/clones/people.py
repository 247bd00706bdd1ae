def adults(people):
    grown = []
    for person in people:
        if person.is_adult:
            grown.append(person)
    return grown


def renamed_inconsistently(people):
    grown = []
    for person in people:
        if person.is_adult:
            people.append(person)
    return grown


def mean_age(people, log):
    log.begin()
    total = sum(person.age for person in people)
    average = total / len(people)
    squares = [(person.age - average) ** 2 for person in people]
    spread = sum(squares) / len(squares)
    print("average", average)
    print("spread", spread)
    log.end(spread)
