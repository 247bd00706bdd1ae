"""A small project that shows every part of a report."""


class Shape:
    def area(self, kind, a, b=0, unit="m"):
        if kind == "square":
            return a * a
        elif kind == "rectangle":
            return a * b
        elif kind == "circle" and a > 0:
            return 3.14159 * a * a
        elif kind == "triangle" and a > 0 and b > 0:
            return a * b / 2
        elif kind == "none" or kind is None:
            return 0
        for other in (a, b):
            assert other >= 0
        return sum(x for x in (a, b) if x)

    def name(self):
        # A comment is no source line.
        return "shape"


if __name__ == "__main__":

    def main():
        print(Shape().area("square", 2))

    main()
