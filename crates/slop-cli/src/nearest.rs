//! What someone may have meant.

/// The known name that is most like the one that is not known, if any is like it.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this, names have little in common.
    const ALIKE: f64 = 0.8;
    let alike = known.map(|known| (strsim::jaro_winkler(name, known), known));
    let best = alike.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > ALIKE)
        .map(|(_, known)| known)
}
