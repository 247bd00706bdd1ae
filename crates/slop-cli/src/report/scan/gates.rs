//! Gates for programs.

use serde::Serialize;

use crate::gate::{Gates, Place};

/// What was asked for, and what was not met.
#[derive(Serialize)]
pub(super) struct GatesJson<'a> {
    asked: &'a [&'static str],
    failures: Vec<FailureJson<'a>>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    gate: &'static str,
    message: &'a str,
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    line: Option<u32>,
    what: &'a str,
}

impl<'a> GatesJson<'a> {
    pub(super) fn of(gates: &'a Gates) -> Self {
        let place = |place: &'a Place| PlaceJson {
            path: &place.path,
            line: place.line,
            what: &place.what,
        };
        let failures = gates.failures.iter().map(|failure| FailureJson {
            gate: failure.gate,
            message: &failure.message,
            places: failure.places.iter().map(place).collect(),
        });
        Self {
            asked: &gates.asked,
            failures: failures.collect(),
        }
    }
}
