//! Spreadsheet report: a summary sheet and data sheets with exact numbers.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::Report;
use crate::exchange::export::{ExportError, fill_sheet, from_xlsx_error};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::table::{DataTable, TableCell};
use crate::model::text::clean_line;
use crate::presentation::report::ReportFormatter;

/// Stable name of the sheet with one figure per row.
const DATA: &str = "data";
const OVER_TIME: &str = "over time";
const SECONDS_PER_DAY: f64 = 86_400.0;

pub fn write_xlsx(report: &Report, shown: ReportFormatter, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(clean_line(&shown.title(report))));
    write_summary_sheet(book.add_worksheet(), report, shown).map_err(from_xlsx_error)?;
    let data = book.add_worksheet().set_name(DATA).map_err(from_xlsx_error)?;
    fill_sheet(data, &report.to_table(), report.zone).map_err(from_xlsx_error)?;
    let series = book.add_worksheet().set_name(OVER_TIME).map_err(from_xlsx_error)?;
    fill_sheet(series, &time_series_table(report), report.zone).map_err(from_xlsx_error)?;
    out.write_all(&book.save_to_buffer().map_err(from_xlsx_error)?)?;
    Ok(())
}

/// The number format of a figure.
fn number_format(figure: FigureId) -> &'static str {
    match figure.shape() {
        FigureShape::Time => "[h]:mm:ss",
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => "0 %",
        FigureShape::NetScore => "+0;-0;0",
        FigureShape::Count | FigureShape::Stock => "#,##0",
    }
}

/// The summary sheet, in the report's language.
fn write_summary_sheet(sheet: &mut Worksheet, report: &Report, shown: ReportFormatter) -> Result<(), XlsxError> {
    let (title, head) = (Format::new().set_bold().set_font_size(14), Format::new().set_bold());
    // Sheet names allow 31 characters and no punctuation.
    sheet
        .set_name(shown.text(&format!("report-{}", report.period.kind.name())).chars().take(31).collect::<String>())?;
    sheet.write_string_with_format(0, 0, clean_line(&shown.title(report)), &title)?;
    let heads = ["report-figure", "report-value", "report-mean", "report-p90", "report-business", "report-before"];
    for (column, key) in (0..).zip(heads.iter().chain(&["report-change", "report-based-on"])) {
        sheet.write_string_with_format(2, column, shown.text(key), &head)?;
    }
    for (column, width) in [(0, 30.0), (1, 12.0), (2, 12.0), (3, 12.0), (4, 16.0), (5, 12.0), (6, 12.0), (7, 44.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 1)?;
    let all = &report.total;
    for (row, (figure, sum)) in (3..).zip(all.figures.iter()) {
        let number = Format::new().set_num_format(number_format(figure));
        // Spreadsheets count time in days.
        let scaled = |value: f64| if figure.is_time() { value / SECONDS_PER_DAY } else { value };
        sheet.write_string(row, 0, shown.figure_name(figure))?;
        let mut cells = [sum.value(), None, None, None, all.previous.as_ref().and_then(|before| before.value(figure))];
        if let FigureSummary::Time { spread, business } = sum {
            (cells[1], cells[2], cells[3]) = (spread.mean, spread.p90, business.and_then(|business| business.median));
        }
        for (column, value) in (1..).zip(cells) {
            if let Some(value) = value {
                sheet.write_number_with_format(row, column, scaled(value), &number)?;
            }
        }
        // Spreadsheets cannot show a negative time.
        sheet.write_string(row, 6, shown.format_delta(figure, all.delta(figure)))?;
        sheet.write_string(row, 7, shown.sample_notes(sum))?;
    }
    let below = 4 + u32::try_from(FigureId::COUNT).unwrap_or(0);
    for (row, note) in (below..).zip(shown.notes(report)) {
        sheet.write_string(row, 0, clean_line(&note))?;
    }
    Ok(())
}

/// One row per time bucket.
fn time_series_table(report: &Report) -> DataTable {
    let flow = &report.charts.flow;
    let count = |n: usize| TableCell::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let number = |value: Option<f64>| value.map_or(TableCell::Empty, TableCell::Number);
    let row = |at: usize| {
        vec![
            TableCell::Moment(flow.edges[at]),
            count(flow.received[at]),
            count(flow.solved[at]),
            flow.backlog[at].map_or(TableCell::Empty, count),
            number(flow.csat[at].value()),
            count(flow.csat[at].n()),
            number(flow.nps[at].value()),
            count(flow.nps[at].n()),
        ]
    };
    DataTable {
        columns: vec!["from", "received", "solved", "backlog", "csat", "csat_n", "nps", "nps_n"],
        rows: (0..flow.received.len()).map(row).collect(),
    }
}
