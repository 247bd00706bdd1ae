//! Groups of subtrees of one shape.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use slop_core::{Fingerprint, LineSet, Span};

use super::index::CloneIndex;

/// Where the instances of a clone may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CloneScope {
    /// All in one file, as in the paper.
    File,
    /// Anywhere among the files of the index.
    #[default]
    Project,
}

/// The least number of lines of a clone in the paper.
pub const DEFAULT_MIN_LINES: u32 = 3;

/// Subtrees that are equal up to consistent renaming and other literals: Type-2 clones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneGroup {
    /// That of the normalized tree: names and literals do not matter.
    pub fingerprint: Fingerprint,
    /// The kind of the node, as the grammar calls it: `function_definition`.
    pub kind: String,
    /// The lines of the shortest instance; they differ where blank lines do.
    pub lines: u32,
    /// Two or more, sorted by path and place.
    pub instances: Vec<CloneInstance>,
    /// Whether every instance lies inside an instance of one larger group, which says all that this one does.
    pub is_nested: bool,
}

/// A place where a clone stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloneInstance {
    /// The path of the file as it was given.
    pub path: Arc<Path>,
    /// The whole subtree.
    pub span: Span,
}

impl CloneGroup {
    /// The lines that would go if one instance stayed: lines × (instances − 1).
    pub fn lines_saved(&self) -> u64 {
        u64::from(self.lines) * (self.instances.len() as u64 - 1)
    }

    /// Those with most lines to save first, then by place.
    pub(super) fn by_lines_saved(&self, other: &Self) -> Ordering {
        let by_lines = other.lines_saved().cmp(&self.lines_saved());
        by_lines.then_with(|| self.instances.cmp(&other.instances))
    }
}

impl CloneInstance {
    /// How many lines the shortest of some instances has.
    pub(super) fn fewest_lines(instances: &[Self]) -> u32 {
        let lines = instances.iter().map(|instance| instance.span.line_count());
        lines.min().unwrap_or(0)
    }
}

/// The lines, first to last, of all instances, by file.
pub fn clone_lines<'a>(
    groups: impl IntoIterator<Item = &'a CloneGroup>,
) -> BTreeMap<Arc<Path>, LineSet> {
    let mut lines = BTreeMap::<_, LineSet>::new();
    for instance in groups.into_iter().flat_map(|group| &group.instances) {
        lines
            .entry(Arc::clone(&instance.path))
            .or_default()
            .insert_range(instance.span.lines());
    }
    lines
}

impl CloneIndex {
    /// All groups of clones of at least `min_lines` lines, nested ones included.
    ///
    /// Those with most lines to save come first, then those whose first instance comes first.
    ///
    /// A subtree is in one group at most, so all groups together are never more than the index.
    pub fn groups(&self, scope: CloneScope, min_lines: u32) -> Vec<CloneGroup> {
        let groups = self.members(scope, min_lines);
        let nested = self.nested(&groups);
        let groups = groups.into_iter().zip(nested);
        let mut groups: Vec<_> = groups
            .map(|(m, is_nested)| self.group(&m, is_nested))
            .collect();
        groups.sort_by(CloneGroup::by_lines_saved);
        groups
    }

    /// The numbers of the subtrees of each group, in order.
    fn members(&self, scope: CloneScope, min_lines: u32) -> Vec<Vec<usize>> {
        let mut members = Vec::new();
        for (file, indexed) in self.sources.files.iter().enumerate() {
            for number in indexed.subtrees.clone() {
                let span = self.sources.subtrees[number].span;
                let is_large = span.line_count() >= min_lines;
                if let (Some(shape), true) = (self.shapes.of[number], is_large) {
                    let place = if scope == CloneScope::File { file } else { 0 };
                    members.push((shape, place, number));
                }
            }
        }
        members.sort_unstable();
        members
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|(_, _, number)| *number).collect())
            .collect()
    }

    /// Whether all members of a group stand in the members of one other group.
    fn nested(&self, groups: &[Vec<usize>]) -> Vec<bool> {
        let mut group_of = vec![None; self.sources.subtrees.len()];
        for (group, members) in groups.iter().enumerate() {
            for member in members {
                group_of[*member] = Some(group);
            }
        }
        let around = self.around(&group_of);
        let are_in_one = |members: &[usize], group: fn(&Around) -> Option<usize>| {
            let mut groups = members.iter().map(|member| group(&around[*member]));
            let first = groups.next().flatten();
            first.is_some() && groups.all(|group| group == first)
        };
        let is_nested = |members: &Vec<usize>| {
            are_in_one(members, |around| around.nearest)
                || are_in_one(members, |around| around.outermost)
        };
        groups.iter().map(is_nested).collect()
    }

    /// The groups of the nearest and of the outermost member around each subtree.
    fn around(&self, group_of: &[Option<usize>]) -> Vec<Around> {
        let mut open: Vec<(u32, Around)> = Vec::new();
        let mut around = Vec::with_capacity(self.sources.subtrees.len());
        for (subtree, group) in self.sources.subtrees.iter().zip(group_of) {
            while open.pop_if(|(end, _)| *end <= subtree.start).is_some() {}
            let here = open.last().map_or(Around::default(), |(_, inside)| *inside);
            around.push(here);
            if group.is_some() {
                let inside = Around {
                    nearest: *group,
                    outermost: here.outermost.or(*group),
                };
                open.push((subtree.end, inside));
            }
        }
        around
    }

    fn group(&self, members: &[usize], is_nested: bool) -> CloneGroup {
        let sources = &self.sources;
        let instances = members
            .iter()
            .map(|member| sources.instance(*member, *member));
        let instances: Vec<_> = instances.collect();
        let shape = self.shapes.of[members[0]].expect("a member has a shape");
        let grammar = sources.file(members[0]).language.grammar();
        let kind = grammar.node_kind_for_id(sources.subtrees[members[0]].kind);
        CloneGroup {
            fingerprint: self.shapes.fingerprints[shape as usize],
            kind: kind.expect("a kind of the grammar").to_owned(),
            lines: CloneInstance::fewest_lines(&instances),
            instances,
            is_nested,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Around {
    nearest: Option<usize>,
    outermost: Option<usize>,
}
