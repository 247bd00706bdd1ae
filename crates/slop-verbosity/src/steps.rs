//! Asking a condition at many nodes.

use crate::condition::Condition;

/// A condition in the order in which it is asked, for asking it often.
#[derive(Debug)]
pub(crate) struct Steps<T> {
    /// The last first.
    steps: Box<[Step<T>]>,
    start: u16,
}

/// A need, and which step comes next when it holds and when it does not.
#[derive(Debug)]
struct Step<T> {
    need: T,
    then: u16,
    otherwise: u16,
}

/// The condition holds.
const HOLDS: u16 = u16::MAX;
/// The condition does not hold.
const FAILS: u16 = u16::MAX - 1;

impl<T> Steps<T> {
    pub(crate) fn of(condition: Condition<T>) -> Self {
        let mut steps = Vec::new();
        let start = add(&mut steps, condition, HOLDS, FAILS);
        let steps = steps.into_boxed_slice();
        Self { steps, start }
    }

    /// Whether the condition holds, when it is known of each need.
    pub(crate) fn hold(&self, mut need: impl FnMut(&T) -> bool) -> bool {
        let mut next = self.start;
        while let Some(step) = self.steps.get(usize::from(next)) {
            next = if need(&step.need) {
                step.then
            } else {
                step.otherwise
            };
        }
        next == HOLDS
    }
}

/// Adds the steps of a condition, and tells which is asked first.
fn add<T>(steps: &mut Vec<Step<T>>, condition: Condition<T>, then: u16, otherwise: u16) -> u16 {
    match condition {
        Condition::Need(need) => {
            steps.push(Step {
                need,
                then,
                otherwise,
            });
            u16::try_from(steps.len() - 1).expect("a rule has fewer needs than that")
        }
        Condition::All(parts) => parts
            .into_iter()
            .rev()
            .fold(then, |then, part| add(steps, part, then, otherwise)),
        Condition::Any(parts) => parts.into_iter().rev().fold(otherwise, |otherwise, part| {
            add(steps, part, then, otherwise)
        }),
    }
}
