//! How structural erosion and verbosity of a codebase change, over the commits of a git repository or over
//! checkpoint directories.
