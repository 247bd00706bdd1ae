//! The HTML report as a user gets it.

mod common;

use common::{Project, printed};

#[test]
fn the_page_is_the_same_printed_and_written() {
    let source = "def f(x):\n    return x == True  # \u{1b}[31mred\u{1b}[0m \u{9b}31m é\n";
    let project = Project::new(&[("src/app.py", source)]);
    let page = printed(&project.run("", &["scan", "--format=html", "src"]), 0);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert!(page.contains(r"\u{1b}[31mred"), "the source is on the page");
    let beside = ["scan", "--format=json", "--report=html=beside.html", "src"];
    printed(&project.run("", &beside), 0);
    let written = ["scan", "--format=html", "--output=written.html", "src"];
    assert_eq!(printed(&project.run("", &written), 0), "");
    for file in ["beside.html", "written.html"] {
        let text = std::fs::read_to_string(project.path(file)).expect("it is written");
        assert!(text == page, "{file} is not what is printed");
    }
}
