//! The treemap of mass: files, and in them callables.

use super::show::{Percent, count, percent, visible};
use super::treemap::{Rect, squarify};
use crate::erosion::{FileCallables, LanguageErosion};
use crate::scan::ScanReport;

/// The map, in pixels of a wide screen. Its height stays, its width follows the page's.
const CANVAS: Rect = Rect {
    x: 0.0,
    y: 0.0,
    width: 1120.0,
    height: 640.0,
};
/// The height with few callables, which are easily seen.
const LOW: f64 = 320.0;
const FEW: usize = 60;
/// What would be smaller, in square pixels, is drawn together with what else is.
const SMALLEST_FILE: f64 = 100.0;
const SMALLEST_CALLABLE: f64 = 36.0;
/// The height of the strip with a file's name, and the least sides of a file that has one.
const STRIP: f64 = 18.0;
const STRIP_MIN_WIDTH: f64 = 64.0;
const STRIP_MIN_HEIGHT: f64 = 48.0;
/// The greatest complexity of each colour but the last.
const BANDS: [u32; 4] = [5, 10, 20, 50];

pub(super) struct Map {
    pub(super) height: f64,
    pub(super) files: Vec<FileTile>,
}

/// A file, as shares of the map.
pub(super) struct FileTile {
    pub(super) place: Place,
    pub(super) title: String,
    /// The name on its strip, if it is large enough for one.
    pub(super) name: Option<String>,
    pub(super) tiles: Vec<Tile>,
}

/// A callable, as shares of its file.
pub(super) struct Tile {
    pub(super) place: Place,
    /// From 1 to 5.
    pub(super) band: usize,
    pub(super) title: String,
}

pub(super) struct Place {
    pub(super) x: Percent,
    pub(super) y: Percent,
    pub(super) width: Percent,
    pub(super) height: Percent,
}

/// A file or a callable, or several that are too small to be seen one by one.
struct Part {
    name: String,
    /// The greatest, if it is more than one callable.
    cyclomatic: u32,
    mass: f64,
    is_sum: bool,
    /// The callables of a file.
    parts: Vec<Part>,
}

/// The map of the files; `None` when they have no mass.
pub(super) fn map(
    report: &ScanReport,
    files: &[&FileCallables],
    figures: &LanguageErosion,
) -> Option<Map> {
    let total = figures.erosion.total_mass;
    let is_low = figures.erosion.callables <= FEW;
    let canvas = Rect {
        height: if is_low { LOW } else { CANVAS.height },
        ..CANVAS
    };
    let files = files.iter().map(|file| file_part(report, file, figures));
    let files = files.filter(|file| file.mass > 0.0).collect();
    let files = together(files, SMALLEST_FILE * total / canvas.area(), "smaller file");
    let rects = squarify(&masses(&files), canvas);
    let tiles = files.into_iter().zip(rects);
    (total > 0.0).then(|| Map {
        height: canvas.height,
        files: tiles
            .map(|(file, rect)| file_tile(file, rect, canvas, total))
            .collect(),
    })
}

fn file_part(report: &ScanReport, file: &FileCallables, figures: &LanguageErosion) -> Part {
    let size_term = figures.erosion.options.size_term;
    let parts = file.callables.listed.iter().map(|callable| Part {
        name: format!(
            "{} in line {}",
            callable.qualified_name, callable.span.start_line
        ),
        cyclomatic: callable.cyclomatic,
        mass: callable.mass_with(size_term),
        is_sum: false,
        parts: Vec::new(),
    });
    let parts: Vec<_> = parts.filter(|part| part.mass > 0.0).collect();
    Part::of(report.root.relative(&file.path), parts)
}

impl Part {
    /// The sum of its parts.
    fn of(name: String, parts: Vec<Self>) -> Self {
        Self {
            name,
            cyclomatic: parts
                .iter()
                .map(|part| part.cyclomatic)
                .max()
                .unwrap_or_default(),
            mass: parts.iter().map(|part| part.mass).sum(),
            is_sum: true,
            parts,
        }
    }

    fn band(&self) -> usize {
        1 + BANDS.iter().filter(|most| self.cyclomatic > **most).count()
    }

    fn title(&self, total: f64) -> String {
        let share = percent(self.mass / total);
        let up_to = if self.is_sum { "up to " } else { "" };
        visible(&format!(
            "{}: CC {up_to}{}, mass {:.1}, {share}",
            self.name, self.cyclomatic, self.mass
        ))
    }
}

/// The parts, the heaviest first, with those lighter than this as one.
fn together(parts: Vec<Part>, least: f64, noun: &str) -> Vec<Part> {
    let (small, mut parts): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| part.mass < least);
    if !small.is_empty() {
        let sum = Part::of(count(small.len(), noun), small);
        parts.push(Part {
            parts: Vec::new(),
            ..sum
        });
    }
    // Stable, so equal masses stay in the order of their paths and lines.
    parts.sort_by(|a, b| b.mass.total_cmp(&a.mass));
    parts
}

fn masses(parts: &[Part]) -> Vec<f64> {
    parts.iter().map(|part| part.mass).collect()
}

fn file_tile(file: Part, rect: Rect, canvas: Rect, total: f64) -> FileTile {
    let is_named = rect.width >= STRIP_MIN_WIDTH && rect.height >= STRIP_MIN_HEIGHT;
    let strip = if is_named { STRIP } else { 0.0 };
    let inside = Rect {
        x: 0.0,
        y: strip,
        width: rect.width,
        height: rect.height - strip,
    };
    FileTile {
        place: Place::of(rect, canvas),
        title: file.title(total),
        name: is_named.then(|| visible(&fitting(&file.name, rect.width))),
        tiles: tiles(file, rect, inside, total),
    }
}

/// The callables of a file, or the one tile of several files.
fn tiles(file: Part, rect: Rect, inside: Rect, total: f64) -> Vec<Tile> {
    let least = SMALLEST_CALLABLE * file.mass / inside.area();
    let path = visible(&file.name);
    if file.parts.is_empty() {
        return vec![Tile {
            place: Place::of(inside, rect),
            band: file.band(),
            title: file.title(total),
        }];
    }
    let parts = together(file.parts, least, "smaller callable");
    let rects = squarify(&masses(&parts), inside);
    let places = parts.iter().zip(rects);
    places
        .map(|(part, at)| Tile {
            place: Place::of(at, rect),
            band: part.band(),
            title: format!("{path}\n{}", part.title(total)),
        })
        .collect()
}

/// The name of a file, with its directory where it says little alone, cut to a width.
fn fitting(path: &str, width: f64) -> String {
    /// The width of a letter, more or less.
    const LETTER: f64 = 7.5;
    /// As long as `__init__.py`.
    const SAYS_LITTLE: usize = 11;
    let mut slashes = path.rmatch_indices('/').map(|(at, _)| at + 1);
    let mut name = &path[slashes.next().unwrap_or(0)..];
    if name.len() <= SAYS_LITTLE {
        name = &path[slashes.next().unwrap_or(0)..];
    }
    let letters = name.chars().scan(2.0 * LETTER, |end, letter| {
        *end += LETTER;
        (*end <= width).then_some(letter)
    });
    let shown: String = letters.collect();
    if shown.len() < name.len() {
        shown + "…"
    } else {
        shown
    }
}

impl Place {
    fn of(rect: Rect, around: Rect) -> Self {
        Self {
            x: Percent(rect.x / around.width),
            y: Percent(rect.y / around.height),
            width: Percent(rect.width / around.width),
            height: Percent(rect.height / around.height),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn callable(mass: f64, cyclomatic: u32) -> Part {
        Part {
            name: format!("f{mass}"),
            cyclomatic,
            mass,
            is_sum: false,
            parts: Vec::new(),
        }
    }

    #[test]
    fn what_is_small_is_drawn_together_and_loses_no_mass() {
        let parts = vec![
            callable(1.0, 2),
            callable(9.0, 12),
            callable(2.0, 4),
            callable(30.0, 51),
        ];
        let parts = together(parts, 5.0, "smaller callable");
        let rows = parts
            .iter()
            .map(|part| (&*part.name, part.mass, part.cyclomatic, part.band()));
        let rows: Vec<_> = rows.collect();
        assert_eq!(
            rows,
            [
                ("f30", 30.0, 51, 5),
                ("f9", 9.0, 12, 3),
                ("2 smaller callables", 3.0, 4, 1)
            ]
        );
        assert_eq!(
            parts[2].title(30.0),
            "2 smaller callables: CC up to 4, mass 3.0, 10.0 %"
        );
    }

    #[test]
    fn every_band_ends_where_the_legend_says() {
        let bands =
            [1, 5, 6, 10, 11, 20, 21, 50, 51].map(|cyclomatic| callable(1.0, cyclomatic).band());
        assert_eq!(bands, [1, 1, 2, 2, 3, 3, 4, 4, 5]);
    }

    #[test]
    fn callables_fill_their_file_below_its_name() {
        let file = || {
            Part::of(
                "src/app.py".to_owned(),
                vec![callable(8.0, 3), callable(4.0, 2), callable(2.0, 1)],
            )
        };
        for (height, name, top) in [(100.0, Some("src/app.py"), 0.18), (20.0, None, 0.0)] {
            let rect = Rect {
                x: 5.0,
                y: 7.0,
                width: 200.0,
                height,
            };
            let tile = file_tile(file(), rect, CANVAS, 14.0);
            assert_eq!(tile.name.as_deref(), name);
            let areas = tile
                .tiles
                .iter()
                .map(|tile| tile.place.width.0 * tile.place.height.0);
            assert!((areas.sum::<f64>() - (1.0 - top)).abs() < 1e-9);
            assert!(tile.tiles.iter().all(|tile| tile.place.y.0 >= top));
        }
    }

    #[test]
    fn names_fit_and_say_where() {
        for (path, width, name) in [
            ("django/forms/models.py", 300.0, "forms/models.py"),
            ("a/b/__init__.py", 300.0, "b/__init__.py"),
            ("pkg/autodetector.py", 300.0, "autodetector.py"),
            ("app.py", 300.0, "app.py"),
            ("pkg/autodetector.py", 64.0, "autode…"),
        ] {
            assert_eq!(fitting(path, width), name);
        }
    }
}
