//! What is made from the definition of the arguments: completions and manual pages.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Args;
use crate::nearest::nearest;

pub(crate) fn completions(shell: Shell) -> Result<()> {
    let mut script = Vec::new();
    let mut program = Args::command();
    let name = program.get_name().to_owned();
    clap_complete::generate(shell, &mut program, name, &mut script);
    io::stdout().write_all(&script)?;
    Ok(())
}

/// The manual page of the program, or of one of its commands.
pub(crate) fn page(command: Option<&str>) -> Result<()> {
    let mut program = Args::command();
    program.build();
    let described = match command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .ok_or_else(|| unknown(name, &program))?
            .clone(),
    };
    let mut page = Vec::new();
    Man::new(described).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(())
}

fn unknown(name: &str, program: &clap::Command) -> anyhow::Error {
    let known = program.get_subcommands().map(clap::Command::get_name);
    match nearest(name, known) {
        Some(known) => anyhow!("no command is called `{name}`; did you mean `{known}`?"),
        None => anyhow!("no command is called `{name}`; `slop-cli help` lists them"),
    }
}
