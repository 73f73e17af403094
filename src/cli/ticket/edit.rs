//! `shiftdesk ticket edit`: sets the fields of tickets, as many at once as are named.

use super::Each;
use crate::cli::{Context, Failure, one_customer};
use crate::domain::change::Change;
use crate::domain::event::Edit;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    on: Each,
    /// What it is about, in a line
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    /// Who asks: a customer of the file, by the name or a part of it; "" for nobody
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// The way it came: email, phone, chat…; "" leaves it open, as with the others
    #[arg(long)]
    channel: Option<String>,
    /// The kind of issue: billing, login…
    #[arg(long)]
    category: Option<String>,
    /// All its tags: give the option once for each, or once with "" for none
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// The language that the customer writes in: vi, en…
    #[arg(long)]
    language: Option<String>,
    /// What caused it, once somebody knows
    #[arg(long, value_name = "TEXT")]
    cause: Option<String>,
    /// Where on their way the customer is: looking for information, buying, after the sale
    #[arg(long)]
    stage: Option<String>,
    /// What a dissatisfied customer was dissatisfied with: agent, process or product; "" for nothing
    #[arg(long, value_name = "WITH")]
    dissatisfied: Option<String>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let customer = match args.customer.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(Edit::Customer(None)),
        Some(name) => Some(Edit::Customer(Some(one_customer(&store, name)?))),
    };
    let dissatisfied = match args.dissatisfied.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(Edit::Dissatisfied(None)),
        Some(with) => Some(Edit::Dissatisfied(Some(with.parse().map_err(Failure::said)?))),
    };
    let edits: Vec<Edit> = [
        args.subject.map(Edit::Subject),
        customer,
        args.channel.map(|text| Edit::Channel(Some(text))),
        args.category.map(|text| Edit::Category(Some(text))),
        (!args.tag.is_empty()).then_some(Edit::Tags(args.tag)),
        args.language.map(|text| Edit::Language(Some(text))),
        args.cause.map(|text| Edit::Cause(Some(text))),
        args.stage.map(|text| Edit::Stage(Some(text))),
        dissatisfied,
    ]
    .into_iter()
    .flatten()
    .collect();
    if edits.is_empty() {
        return Err(Failure::usage(
            "Say what is to be set: --subject, --customer, --channel, --category, --tag, --language, --cause, --stage or \
             --dissatisfied.",
        ));
    }
    let all = |ticket| edits.iter().map(|edit| Change::Edit { ticket, edit: edit.clone() }).collect();
    args.on.make_all(context, store, all)
}
