//! Rectangles whose areas are proportional to sizes.

/// An upright rectangle; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn area(self) -> f64 {
        self.width * self.height
    }
}

/// Divides a rectangle among sizes, all positive and the largest first, into rectangles near to squares.
///
/// M. Bruls, K. Huizing, J. van Wijk, "Squarified Treemaps", 2000: rows are laid along the shorter side, and a
/// row takes the next size as long as that makes its worst rectangle no longer.
pub(super) fn squarify(sizes: &[f64], inside: Rect) -> Vec<Rect> {
    let scale = inside.area() / sizes.iter().sum::<f64>();
    let areas: Vec<f64> = sizes.iter().map(|size| size * scale).collect();
    let (mut free, mut rest) = (inside, &areas[..]);
    let mut rects = Vec::with_capacity(sizes.len());
    while !rest.is_empty() {
        let (row, others) = rest.split_at(row_length(rest, free.width.min(free.height)));
        free = lay(row, free, &mut rects);
        rest = others;
    }
    rects
}

/// How many of the areas make the first row along a side of this length.
fn row_length(areas: &[f64], side: f64) -> usize {
    let (mut sum, mut worst) = (0.0, f64::INFINITY);
    for (length, area) in areas.iter().enumerate() {
        sum += area;
        // The greatest of the row is its first area, the least its last.
        let square = (sum / side).powi(2);
        let with_it = (areas[0] / square).max(square / area);
        if with_it > worst {
            return length;
        }
        worst = with_it;
    }
    areas.len()
}

/// Lays a row along the shorter side, and gives what is left of the rectangle.
fn lay(row: &[f64], free: Rect, rects: &mut Vec<Rect>) -> Rect {
    let sum: f64 = row.iter().sum();
    let Rect {
        mut x,
        mut y,
        width,
        height,
    } = free;
    if width < height {
        let thickness = sum / width;
        for area in row {
            let width = area / thickness;
            rects.push(Rect {
                x,
                y,
                width,
                height: thickness,
            });
            x += width;
        }
        return Rect {
            y: y + thickness,
            height: (height - thickness).max(0.0),
            ..free
        };
    }
    let thickness = sum / height;
    for area in row {
        let height = area / thickness;
        rects.push(Rect {
            x,
            y,
            width: thickness,
            height,
        });
        y += height;
    }
    Rect {
        x: x + thickness,
        width: (width - thickness).max(0.0),
        ..free
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INSIDE: Rect = Rect {
        x: 3.0,
        y: 5.0,
        width: 600.0,
        height: 400.0,
    };

    fn overlap(a: Rect, b: Rect) -> f64 {
        let shared =
            |a: f64, b: f64, end_a: f64, end_b: f64| (end_a.min(end_b) - a.max(b)).max(0.0);
        let width = shared(a.x, b.x, a.x + a.width, b.x + b.width);
        width * shared(a.y, b.y, a.y + a.height, b.y + b.height)
    }

    fn sizes() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(1.0_f64..1e4, 1..80).prop_map(|mut sizes| {
            sizes.sort_by(|a, b| b.total_cmp(a));
            sizes
        })
    }

    proptest! {
        #[test]
        fn areas_are_proportional_to_sizes(sizes in sizes()) {
            let rects = squarify(&sizes, INSIDE);
            prop_assert_eq!(rects.len(), sizes.len());
            let scale = INSIDE.area() / sizes.iter().sum::<f64>();
            for (rect, size) in rects.iter().zip(&sizes) {
                prop_assert!((rect.area() / (size * scale) - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn rectangles_lie_inside_and_apart(sizes in sizes()) {
            let rects = squarify(&sizes, INSIDE);
            for (index, rect) in rects.iter().enumerate() {
                prop_assert!(overlap(*rect, INSIDE) > rect.area() - 1e-6, "{rect:?} is outside");
                for other in &rects[..index] {
                    prop_assert!(overlap(*rect, *other) < 1e-6, "{rect:?} lies on {other:?}");
                }
            }
        }
    }

    /// The example of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 × 4.
    #[test]
    fn the_example_of_the_paper() {
        let inside = Rect {
            x: 0.0,
            y: 0.0,
            width: 6.0,
            height: 4.0,
        };
        let rects = squarify(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], inside);
        let sides: Vec<_> = rects.iter().map(|rect| (rect.width, rect.height)).collect();
        let expected = [
            (3.0, 2.0),
            (3.0, 2.0),
            (12.0 / 7.0, 7.0 / 3.0),
            (9.0 / 7.0, 7.0 / 3.0),
            (6.0 / 5.0, 5.0 / 3.0),
            (6.0 / 5.0, 5.0 / 3.0),
            (3.0 / 5.0, 5.0 / 3.0),
        ];
        for (side, expected) in sides.iter().zip(expected) {
            assert!((side.0 - expected.0).abs() < 1e-9, "{sides:?}");
            assert!((side.1 - expected.1).abs() < 1e-9, "{sides:?}");
        }
    }
}
