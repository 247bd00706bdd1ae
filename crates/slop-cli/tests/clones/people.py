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
