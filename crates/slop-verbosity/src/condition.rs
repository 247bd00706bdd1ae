//! Conditions: needs joined by *and* and *or*.

/// What must hold, made of needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition<T> {
    Need(T),
    /// Without any, it always holds.
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl<T: PartialEq> Condition<T> {
    pub(crate) fn always() -> Self {
        Self::All(Vec::new())
    }

    fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for part in parts {
            match part {
                Self::All(parts) => parts.into_iter().for_each(|part| push(&mut all, part)),
                part => push(&mut all, part),
            }
        }
        if all.len() == 1 {
            return all.remove(0);
        }
        Self::All(all)
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Vec::new();
        for part in parts {
            match part {
                always if always.is_always() => return always,
                Self::Any(parts) => parts.into_iter().for_each(|part| push(&mut any, part)),
                part => push(&mut any, part),
            }
        }
        if any.len() == 1 {
            return any.remove(0);
        }
        // No alternative at all says nothing.
        if any.is_empty() {
            return Self::always();
        }
        Self::Any(any)
    }

    /// The condition with other needs; what has none always holds.
    pub(crate) fn map<U: PartialEq>(&self, need: &mut impl FnMut(&T) -> Option<U>) -> Condition<U> {
        match self {
            Self::Need(one) => need(one).map_or_else(Condition::always, Condition::Need),
            Self::All(parts) => Condition::all(mapped(parts, need)),
            Self::Any(parts) => Condition::any(mapped(parts, need)),
        }
    }

    /// Looks at each need.
    pub(crate) fn for_each(&self, look: &mut impl FnMut(&T)) {
        match self {
            Self::Need(one) => look(one),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each(look);
                }
            }
        }
    }

    /// The condition where some needs are known to hold or not; `None` where it cannot hold.
    pub(crate) fn given(self, known: &impl Fn(&T) -> Option<bool>) -> Option<Self> {
        match self {
            Self::Need(one) => match known(&one) {
                None => Some(Self::Need(one)),
                Some(holds) => holds.then(Self::always),
            },
            Self::All(parts) => {
                let parts = parts.into_iter().map(|part| part.given(known));
                parts.collect::<Option<Vec<_>>>().map(Self::all)
            }
            Self::Any(parts) => {
                let parts = parts.into_iter().filter_map(|part| part.given(known));
                let parts: Vec<_> = parts.collect();
                (!parts.is_empty()).then(|| Self::any(parts))
            }
        }
    }

    /// The same condition, where what all alternatives need is asked once.
    pub(crate) fn factored(self) -> Self {
        match self {
            Self::Need(_) => self,
            Self::All(parts) => Self::all(parts.into_iter().map(Self::factored)),
            Self::Any(parts) => {
                let mut ways: Vec<Vec<Self>> = parts
                    .into_iter()
                    .map(|part| part.factored().into_parts())
                    .collect();
                let (first, others) = ways.split_first_mut().expect("none would always hold");
                let is_common = |part: &mut Self| others.iter().all(|way| way.contains(part));
                let common: Vec<_> = first.extract_if(.., is_common).collect();
                for way in others {
                    way.retain(|part| !common.contains(part));
                }
                let rest = Self::any(ways.into_iter().map(Self::all));
                Self::all(common.into_iter().chain([rest]))
            }
        }
    }

    /// What must hold together.
    fn into_parts(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts,
            one => vec![one],
        }
    }

    /// The same condition, where needs of which all or any must hold are one if they can be.
    pub(crate) fn merged(
        self,
        all: &impl Fn(&T, &T) -> Option<T>,
        any: &impl Fn(&T, &T) -> Option<T>,
    ) -> Self {
        match self {
            Self::Need(_) => self,
            Self::All(parts) => {
                let parts = parts.into_iter().map(|part| part.merged(all, any));
                Self::all(pairwise(parts, all))
            }
            Self::Any(parts) => {
                let parts = parts.into_iter().map(|part| part.merged(all, any));
                Self::any(pairwise(parts, any))
            }
        }
    }

    /// The same condition, with what costs least asked first.
    pub(crate) fn cheapest_first(self, cost: &impl Fn(&T) -> usize) -> Self {
        let sorted = |parts: Vec<Self>| {
            let parts = parts.into_iter().map(|part| part.cheapest_first(cost));
            let mut parts: Vec<_> = parts.collect();
            parts.sort_by_key(|part| part.cost(cost));
            parts
        };
        match self {
            Self::Need(_) => self,
            Self::All(parts) => Self::All(sorted(parts)),
            Self::Any(parts) => Self::Any(sorted(parts)),
        }
    }

    fn cost(&self, cost: &impl Fn(&T) -> usize) -> usize {
        match self {
            Self::Need(one) => cost(one),
            Self::All(parts) | Self::Any(parts) => parts.iter().map(|part| part.cost(cost)).sum(),
        }
    }

    /// Always, where it has more needs than that.
    pub(crate) fn unless_larger_than(self, needs: usize) -> Self {
        if self.cost(&|_| 1) > needs {
            return Self::always();
        }
        self
    }
}

/// The parts, where needs that can be one are.
fn pairwise<T>(
    parts: impl Iterator<Item = Condition<T>>,
    both: &impl Fn(&T, &T) -> Option<T>,
) -> Vec<Condition<T>> {
    let merged = |one: &Condition<T>, other: &Condition<T>| match (one, other) {
        (Condition::Need(one), Condition::Need(other)) => both(one, other),
        _ => None,
    };
    let mut made: Vec<Condition<T>> = Vec::new();
    for part in parts {
        let mut earlier = made.iter_mut();
        match earlier.find_map(|one| merged(one, &part).map(|need| (one, need))) {
            Some((one, need)) => *one = Condition::Need(need),
            None => made.push(part),
        }
    }
    made
}

/// Each is there once.
fn push<T: PartialEq>(parts: &mut Vec<T>, part: T) {
    if !parts.contains(&part) {
        parts.push(part);
    }
}

fn mapped<T: PartialEq, U: PartialEq>(
    parts: &[Condition<T>],
    need: &mut impl FnMut(&T) -> Option<U>,
) -> Vec<Condition<U>> {
    parts.iter().map(|part| part.map(need)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::steps::Steps;

    impl<T> Condition<T> {
        /// As text, with `&` and `|`.
        pub(crate) fn shown(&self, need: &impl Fn(&T) -> String) -> String {
            let joined = |parts: &[Self], by| {
                let parts = parts.iter().map(|part| match part {
                    Self::Need(one) => need(one),
                    part => format!("({})", part.shown(need)),
                });
                parts.collect::<Vec<_>>().join(by)
            };
            match self {
                Self::Need(one) => need(one),
                Self::All(parts) => joined(parts, " & "),
                Self::Any(parts) => joined(parts, " | "),
            }
        }
    }

    #[test]
    fn conditions_are_made_small_and_hold() {
        use Condition::Need;

        let always = Condition::always;
        let need = |needs: [usize; 2]| needs.map(Need);
        let all = Condition::all(need([1, 2]));
        let same = Condition::all([Need(1), all.clone(), always()]);
        assert_eq!(same, all);
        let any = Condition::any([all.clone(), Need(3), Condition::any(need([3, 4]))]);
        assert_eq!(any.shown(&usize::to_string), "(1 & 2) | 3 | 4");
        assert_eq!(Condition::any([any.clone(), always()]), always());
        assert_eq!(Condition::<usize>::any([]), always());
        for (true_ones, holds) in [
            (&[1, 2][..], true),
            (&[1], false),
            (&[4], true),
            (&[], false),
        ] {
            let steps = Steps::of(any.clone());
            assert_eq!(
                steps.hold(|one| true_ones.contains(one)),
                holds,
                "{true_ones:?}"
            );
        }
        assert!(Steps::of(always()).hold(|_: &usize| false));
        // An unknown need says nothing, and neither does what it is an alternative to.
        let known = |one: &usize| (*one != 2).then_some(*one);
        assert_eq!(
            any.map(&mut |one| known(one)).shown(&usize::to_string),
            "1 | 3 | 4"
        );
        assert_eq!(
            any.map(&mut |one: &usize| (*one != 3).then_some(*one)),
            always()
        );
        let given = |number, holds| any.clone().given(&|one| (*one == number).then_some(holds));
        let shown = |condition: Option<Condition<usize>>| {
            condition.map(|condition| condition.shown(&usize::to_string))
        };
        assert_eq!(given(4, true), Some(always()));
        assert_eq!(shown(given(1, true)).as_deref(), Some("2 | 3 | 4"));
        assert_eq!(shown(given(1, false)).as_deref(), Some("3 | 4"));
        assert_eq!(all.given(&|_| Some(false)), None);
        let dear = any.clone().cheapest_first(&|one| 10 - one);
        assert_eq!(dear.shown(&usize::to_string), "4 | 3 | (2 & 1)");
        assert_eq!(any.clone().unless_larger_than(4), any);
        assert_eq!(any.clone().unless_larger_than(3), always());
        let alternatives = [need([1, 2]), need([3, 1])].map(Condition::all);
        let factored = Condition::any(alternatives).factored();
        assert_eq!(factored.shown(&usize::to_string), "1 & (2 | 3)");
        let sum = |one: &usize, other: &usize| Some(one + other);
        let merged = any.merged(&|_, _| None, &sum);
        assert_eq!(merged.shown(&usize::to_string), "(1 & 2) | 7");
    }

    /// As it is said.
    fn holds(condition: &Condition<usize>, needs: u32) -> bool {
        match condition {
            Condition::Need(one) => needs >> one & 1 == 1,
            Condition::All(parts) => parts.iter().all(|part| holds(part, needs)),
            Condition::Any(parts) => parts.iter().any(|part| holds(part, needs)),
        }
    }

    proptest! {
        #[test]
        fn steps_say_what_the_condition_says(condition in conditions(), needs: u32) {
            let expected = holds(&condition, needs);
            let steps = Steps::of(condition);
            prop_assert_eq!(steps.hold(|one| needs >> one & 1 == 1), expected);
        }
    }

    /// Needs of which all or any must hold.
    #[derive(Debug, Clone, PartialEq)]
    enum Needs {
        All(u32),
        Any(u32),
    }

    impl Needs {
        fn both(&self, other: &Self) -> Option<Self> {
            match (self, other) {
                (Self::All(some), Self::All(more)) => Some(Self::All(some | more)),
                _ => None,
            }
        }

        fn either(&self, other: &Self) -> Option<Self> {
            let any = |needs: &Self| match needs {
                Self::All(one) if one.is_power_of_two() => Some(*one),
                Self::Any(needs) => Some(*needs),
                Self::All(_) => None,
            };
            Some(Self::Any(any(self)? | any(other)?))
        }
    }

    proptest! {
        #[test]
        fn what_is_factored_and_merged_says_the_same(condition in conditions(), needs: u32) {
            let expected = holds(&condition, needs);
            let factored = condition.factored();
            prop_assert_eq!(holds(&factored, needs), expected);
            let merged = factored
                .map(&mut |one| Some(Needs::All(1 << one)))
                .merged(&Needs::both, &Needs::either);
            let is_met = |one: &Needs| match one {
                Needs::All(wanted) => needs & wanted == *wanted,
                Needs::Any(wanted) => needs & wanted != 0,
            };
            prop_assert_eq!(Steps::of(merged).hold(is_met), expected);
        }
    }

    fn conditions() -> impl Strategy<Value = Condition<usize>> {
        (0..32_usize)
            .prop_map(Condition::Need)
            .prop_recursive(4, 32, 4, |part| {
                let parts = || prop::collection::vec(part.clone(), 0..4);
                prop_oneof![
                    parts().prop_map(Condition::all),
                    parts().prop_map(Condition::any)
                ]
            })
    }
}
