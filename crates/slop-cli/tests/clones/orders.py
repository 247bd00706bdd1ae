"""Two functions that differ in names, and one that shares a loop with them."""


def open_orders(orders):
    found = []
    for order in orders:
        if order.is_open:
            found.append(order)
    return found


class Invoices:
    def unpaid(invoices):
        unpaid = []
        for invoice in invoices:
            if invoice.is_due:
                unpaid.append(invoice)

        return unpaid


def report(orders, late):
    for order in orders:
        if order.is_late:
            late.append(order)
    print("reported a list of late orders, and this line is longer than a terminal is wide")


def mean_price(orders):
    total = sum(order.price for order in orders)
    mean = total / len(orders)
    squares = [(order.price - mean) ** 2 for order in orders]
    spread = sum(squares) / len(squares)
    print("mean", mean)
    print("spread", spread)
    return mean
