use shiftdesk::domain::time::*;
use shiftdesk::store::Store;
use std::time::Instant as I;
fn main() {
    let p = std::env::args().nth(1).unwrap();
    let now = from_millis(1795252320000).unwrap();
    let t = I::now();
    let s = Store::open(std::path::Path::new(&p), Default::default()).unwrap();
    println!("open {:?}", t.elapsed());
    for _ in 0..3 {
        let t = I::now();
        let d = s.desk(Zone::UTC, now).unwrap();
        println!("desk {} {:?}", d.tickets.len(), t.elapsed());
        let t = I::now();
        drop(d);
        println!("drop {:?}", t.elapsed());
    }
    for _ in 0..3 {
        let period = Period::last_days(Zone::UTC, now, 30);
        let mut n = 0;
        let t = I::now();
        s.each_past(period, |_, _| n += 1).unwrap();
        let a = t.elapsed();
        let t = I::now();
        let sm = s
            .samples(shiftdesk::domain::metrics::Window { period, now, fcr_window: chrono::TimeDelta::days(7) })
            .unwrap();
        let b = t.elapsed();
        let t = I::now();
        let r = sm.report(period);
        println!("pasts {n} {a:?} samples {b:?} report {:?} agents {}", t.elapsed(), r.agents.len());
    }
    let rss = std::fs::read_to_string("/proc/self/status").unwrap();
    for l in rss.lines().filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM")) {
        println!("{l}");
    }
}
