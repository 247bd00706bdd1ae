//! Gates for programs.

use serde::Serialize;

use crate::gate::{Failure, Place};

/// What was asked for, and what was not met.
#[derive(Serialize)]
pub(crate) struct GatesJson<'a> {
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
    pub(crate) fn of(asked: &'a [&'static str], failures: &'a [Failure]) -> Self {
        let place = |place: &'a Place| PlaceJson {
            path: &place.path,
            line: place.line,
            what: &place.what,
        };
        let failures = failures.iter().map(|failure| FailureJson {
            gate: failure.gate,
            message: &failure.message,
            places: failure.places.iter().map(place).collect(),
        });
        Self {
            asked,
            failures: failures.collect(),
        }
    }
}
