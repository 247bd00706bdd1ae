//! What holds for the figures, and for the percentiles made of them.

use slop_panel::{AGENTS, Measure, REPOSITORIES, Tier};

const MEASURES: [Measure; 4] = [
    Measure::Erosion,
    Measure::Verbosity,
    Measure::ViolationShare,
    Measure::CloneRatio,
];

/// Every score that a table of three decimals can have, and one beyond each end.
fn scores() -> impl Iterator<Item = f64> {
    (-1..=1001).map(|thousandths| f64::from(thousandths) / 1000.0)
}

fn assert_close(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-9, "{left} is not {right}");
}

#[test]
fn each_tier_has_its_repositories() {
    let count = |tier| REPOSITORIES.iter().filter(|r| r.tier == tier).count();
    assert_eq!(count(Tier::Niche), 8);
    assert_eq!(count(Tier::Established), 12);
    assert_eq!(count(Tier::Major), 28);
}

#[test]
fn tiers_keep_their_bounds_of_stars() {
    for repository in &REPOSITORIES {
        let tier = match repository.stars {
            None | Some(..1000) => Tier::Niche,
            Some(1000..=10_000) => Tier::Established,
            Some(10_001..) => Tier::Major,
        };
        assert_eq!(repository.tier, tier, "{}", repository.name);
    }
}

#[test]
fn stars_that_could_not_be_retrieved_are_none() {
    let unknown = REPOSITORIES.iter().filter(|r| r.stars.is_none());
    let names: Vec<_> = unknown.map(|r| r.name).collect();
    assert_eq!(
        names,
        ["aggregate-prefixes", "iart", "mapyde", "seagl-2020-bot"]
    );
}

#[test]
fn verbosity_is_at_most_the_sum_of_its_halves() {
    for r in &REPOSITORIES {
        let rounding = 0.0015; // half a thousandth for each of the three
        let most = r.violation_share + r.clone_ratio + rounding;
        assert!(r.verbosity <= most, "{}", r.name);
    }
}

#[test]
fn shares_are_shares() {
    let of_repositories = REPOSITORIES
        .iter()
        .flat_map(|r| [r.violation_share, r.clone_ratio, r.verbosity, r.erosion]);
    let of_agents = AGENTS.iter().flat_map(|a| {
        [
            a.erosion.mean,
            a.verbosity.mean,
            a.erosion.sd,
            a.verbosity.sd,
        ]
    });
    for share in of_repositories.chain(of_agents) {
        assert!((0.0..=1.0).contains(&share), "{share}");
    }
}

#[test]
fn averages_of_the_agents() {
    let erosion: f64 = AGENTS.iter().map(|agent| agent.erosion.mean).sum();
    let verbosity: f64 = AGENTS.iter().map(|agent| agent.verbosity.mean).sum();
    assert_eq!(format!("{:.2}", erosion / 11.0), "0.67");
    assert_eq!(format!("{:.2}", verbosity / 11.0), "0.33");
}

#[test]
fn ranges_of_the_agents() {
    assert_eq!(Measure::Erosion.range_of_agents(), Some(0.515..=0.774));
    assert_eq!(Measure::Verbosity.range_of_agents(), Some(0.286..=0.388));
    assert_eq!(Measure::ViolationShare.range_of_agents(), None);
    assert_eq!(Measure::CloneRatio.range_of_agents(), None);
}

#[test]
fn medians() {
    assert_close(Measure::Erosion.median(), 0.2905);
    assert_close(Measure::Verbosity.median(), 0.1465);
    assert_close(Measure::ViolationShare.median(), 0.111);
    assert_close(Measure::CloneRatio.median(), 0.0595);
}

#[test]
fn more_slop_is_no_lower_percentile() {
    for measure in MEASURES {
        assert!(scores().is_sorted_by_key(|score| measure.percentile(score)));
    }
}

/// Two repositories have 0.555 and none is within a thousandth of them: each counts half.
#[test]
fn ties_are_symmetric() {
    let [below, tied, above] = [0.554, 0.555, 0.556].map(|e| Measure::Erosion.percentile(e));
    assert_close(tied - below, 100.0 / 48.0);
    assert_close(above - tied, 100.0 / 48.0);
}

/// Of two repositories one is lower or both are half, and each is half as high as itself.
#[test]
fn the_panel_averages_fifty() {
    let ranks = [
        REPOSITORIES.map(|r| Measure::Erosion.percentile(r.erosion)),
        REPOSITORIES.map(|r| Measure::Verbosity.percentile(r.verbosity)),
        REPOSITORIES.map(|r| Measure::ViolationShare.percentile(r.violation_share)),
        REPOSITORIES.map(|r| Measure::CloneRatio.percentile(r.clone_ratio)),
    ];
    for ranks in ranks {
        assert_close(ranks.iter().sum::<f64>(), 48.0 * 50.0);
    }
}

#[test]
fn ends_of_the_scale() {
    for measure in MEASURES {
        assert_close(measure.percentile(-0.001), 0.0);
        assert_close(measure.percentile(f64::NEG_INFINITY), 0.0);
        assert_close(measure.percentile(1.0), 100.0);
        assert_close(measure.percentile(f64::INFINITY), 100.0);
    }
    assert_close(Measure::CloneRatio.percentile(0.007), 0.0); // thefuck has 0.008
    assert_close(Measure::CloneRatio.percentile(0.163), 100.0); // fastapi has 0.162
}

/// Counted in the table by hand: (lower + same / 2) / 48.
#[test]
fn percentiles_by_hand() {
    let percent = |repositories: f64| 100.0 * repositories / 48.0;
    assert_close(Measure::Erosion.percentile(0.0), percent(1.0)); // two have 0
    assert_close(Measure::Erosion.percentile(-0.0), percent(1.0));
    assert_close(Measure::Erosion.percentile(0.931), percent(47.5)); // scdlbot, the last
    assert_close(Measure::Verbosity.percentile(0.2), percent(45.0)); // three have more
    assert_close(Measure::Verbosity.percentile(0.162), percent(34.5)); // three have it
    assert_close(Measure::ViolationShare.percentile(0.043), percent(1.5)); // after structlog
    assert_close(Measure::CloneRatio.percentile(0.1), percent(43.0)); // two have it, four have more
}

#[test]
fn scores_are_rounded_to_the_decimals_of_the_table() {
    let exact = Measure::Erosion.percentile(0.555);
    assert_close(Measure::Erosion.percentile(0.555_49), exact);
    assert_close(Measure::Erosion.percentile(0.554_51), exact);
    assert!(Measure::Erosion.percentile(0.555_51) > exact);
    assert!(Measure::Erosion.percentile(0.554_49) < exact);
}

#[test]
#[should_panic(expected = "NaN has no percentile")]
fn nan_has_no_percentile() {
    Measure::Erosion.percentile(f64::NAN);
}
