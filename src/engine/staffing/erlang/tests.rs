//! Reference values computed independently with 60 digits.

use proptest::prelude::*;

use super::*;

/// Load, people, B, C, share answered within 20 s, and mean wait at a handle time of 180 s.
type Exact = (f64, u32, f64, Option<f64>, Option<f64>, Option<f64>);

const PATIENT: [Exact; 10] = [
    (
        100.0,
        110,
        2.746_344_844_982_292e-2,
        Some(2.370_075_002_850_527e-1),
        Some(9.219_787_928_482_805e-1),
        Some(4.266_135_005_130_949),
    ),
    (
        1000.0,
        1040,
        6.245_545_132_895_713e-3,
        Some(1.404_538_949_545_479_7e-1),
        Some(9.983_505_616_423_123e-1),
        Some(6.320_425_272_954_658e-1),
    ),
    (1000.0, 900, 1.077_286_661_710_866_5e-1, None, None, None),
    (
        5000.0,
        5050,
        5.736_325_891_435_842e-3,
        Some(3.681_729_261_531_938_5e-1),
        Some(9.985_766_728_699_757e-1),
        Some(1.325_422_534_151_498),
    ),
    (
        5000.0,
        5001,
        1.107_313_168_318_380_3e-2,
        Some(9.824_551_527_275_778e-1),
        Some(1.208_605_023_324_969_4e-1),
        Some(1.768_419_274_909_64e2),
    ),
    (5000.0, 5000, 1.119_935_827_850_548_6e-2, Some(1.0), None, None),
    (5000.0, 4000, 2.007_921_779_903_484e-1, None, None, None),
    (
        5000.0,
        5600,
        4.814_728_234_173_543e-18,
        Some(4.493_746_351_895_307e-17),
        Some(1.0),
        Some(1.348_123_905_568_592e-17),
    ),
    (
        0.001,
        3,
        1.665_000_833_055_694_3e-10,
        Some(1.665_556_018_395_067e-10),
        Some(9.999_999_998_806_444e-1),
        Some(9.999_666_833_314_812e-9),
    ),
    (
        708.0,
        736,
        9.924_638_063_744_409e-3,
        Some(2.085_422_076_757_525_3e-1),
        Some(9.907_091_472_158_707e-1),
        Some(1.340_628_477_915_552),
    ),
];

/// Load, people, handle time, patience and limit in seconds; then waiting share, abandonment, occupancy, mean wait,
/// share answered in time, and mean queue length.
const IMPATIENT: [([f64; 5], [f64; 6]); 10] = [
    (
        [10.0, 14.0, 180.0, 300.0, 20.0],
        [
            1.452_601_142_963_612e-1,
            1.398_374_412_240_893_8e-2,
            7.042_973_256_268_508e-1,
            4.195_123_236_722_681,
            9.167_920_918_635_469e-1,
            2.330_624_020_401_49e-1,
        ],
    ),
    (
        [10.0, 8.0, 180.0, 300.0, 20.0],
        [
            8.475_697_697_402_378e-1,
            2.318_641_346_867_106_7e-1,
            9.601_698_316_416_117e-1,
            6.955_924_040_601_32e1,
            2.264_518_211_590_874e-1,
            3.864_402_244_778_511,
        ],
    ),
    (
        [10.0, 14.0, 180.0, 60.0, 0.0],
        [
            1.115_273_407_162_344e-1,
            3.032_183_731_299_2e-2,
            6.926_272_590_621_486e-1,
            1.819_310_238_779_52,
            8.884_726_592_837_656e-1,
            1.010_727_910_433_066_8e-1,
        ],
    ),
    (
        [100.0, 95.0, 300.0, 120.0, 30.0],
        [
            5.619_541_873_128_633e-1,
            7.886_799_683_080_985e-2,
            9.696_126_349_149_37e-1,
            9.464_159_617_197_182,
            8.407_916_851_823_719e-1,
            3.154_719_873_232_394,
        ],
    ),
    (
        [1000.0, 1010.0, 180.0, 600.0, 20.0],
        [
            4.845_195_546_903_961e-1,
            5.184_464_022_656_102e-3,
            9.849_658_772_052_91e-1,
            3.110_678_413_593_661_4,
            9.842_717_216_552_46e-1,
            1.728_154_674_218_700_8e1,
        ],
    ),
    (
        [5000.0, 4990.0, 180.0, 300.0, 20.0],
        [
            6.279_571_054_228_52e-1,
            5.953_978_579_182_92e-3,
            9.960_380_976_160_492e-1,
            1.786_193_573_754_876,
            9.940_460_185_991_16e-1,
            4.961_648_815_985_767e1,
        ],
    ),
    ([5000.0, 4000.0, 180.0, 3600.0, 600.0], [1.0, 0.2, 1.0, 720.0, 0.0, 20_000.0]),
    (
        [5000.0, 5100.0, 180.0, 300.0, 20.0],
        [
            8.623_145_486_300_274e-2,
            3.711_874_659_684_039e-4,
            9.800_282_475_823_839e-1,
            1.113_562_397_905_211_7e-1,
            9.996_288_125_340_27e-1,
            3.093_228_883_070_032_4,
        ],
    ),
    (
        [5000.0, 5600.0, 180.0, 300.0, 20.0],
        [
            4.457_232_318_557_624e-17,
            4.381_684_000_521_894e-20,
            8.928_571_428_571_429e-1,
            1.314_505_200_156_568_3e-17,
            1.0,
            3.651_403_333_768_245_4e-16,
        ],
    ),
    ([20.0, 5.0, 240.0, 24_000.0, 3_000.0], [1.0, 0.75, 1.0, 18_000.0, 0.0, 1_500.0]),
];

fn near(found: f64, exact: f64) -> bool {
    (found - exact).abs() <= 1e-9 * exact.abs().max(1.0)
}

/// Also for tiny values.
fn alike(found: f64, exact: f64) -> bool {
    (found - exact).abs() <= 1e-9 * exact.abs()
}

fn agree(found: Option<f64>, exact: Option<f64>) -> bool {
    match (found, exact) {
        (Some(found), Some(exact)) => near(found, exact),
        (found, exact) => found.is_none() && exact.is_none(),
    }
}

#[test]
fn b_and_c_agree_up_to_five_thousand_erlangs() {
    for (load, people, b, c, level, wait) in PATIENT {
        let grade = Traffic::new(load, Some(180.0), Some(20.0), None).unwrap().performance(people);
        assert!(alike(grade.blocking, b), "{load} {people}: {grade:?}");
        assert!(agree(grade.wait_probability, c), "{load} {people}: {grade:?}");
        if let (Some(found), Some(c)) = (grade.wait_probability, c) {
            assert!(alike(found, c), "{load} {people}: {grade:?}");
        }
        assert!(agree(grade.service_level, level), "{load} {people}: {grade:?}");
        assert!(agree(grade.mean_wait, wait), "{load} {people}: {grade:?}");
    }
}

#[test]
fn a_agrees_up_to_five_thousand_erlangs() {
    for ([load, people, handle, patience, within], exact) in IMPATIENT {
        let traffic = Traffic::new(load, Some(handle), Some(within), Some(patience)).unwrap();
        let grade = traffic.performance(people as u32);
        let found = [
            grade.wait_probability,
            grade.abandonment,
            grade.occupancy,
            grade.mean_wait,
            grade.service_level,
            grade.mean_queue_length,
        ];
        for (found, exact) in found.into_iter().zip(exact) {
            assert!(near(found.unwrap(), exact), "{load} {people}: {grade:?} instead of {exact}");
        }
    }
    let small = Traffic::new(5000.0, Some(180.0), Some(20.0), Some(300.0)).unwrap().performance(5600);
    assert!(alike(small.wait_probability.unwrap(), 4.457_232_318_557_624e-17), "{small:?}");
}

#[test]
fn where_nobody_loses_patience_a_comes_to_c() {
    let endless = Traffic::new(10.0, Some(180.0), Some(20.0), Some(1.7e8)).unwrap();
    let patient = Traffic::new(10.0, Some(180.0), Some(20.0), None).unwrap();
    for people in 11..30 {
        let (a, c) = (endless.performance(people), patient.performance(people));
        assert!((a.service_level.unwrap() - c.service_level.unwrap()).abs() < 1e-4, "{a:?} {c:?}");
        assert!((a.wait_probability.unwrap() - c.wait_probability.unwrap()).abs() < 1e-4, "{a:?} {c:?}");
    }
}

#[test]
fn nothing_overflows_far_beyond() {
    for (load, people) in [(100_000.0, 1), (100_000.0, 100_500), (1e-300, 5), (0.0, 3), (100_000.0, 1_000_000)] {
        for patience in [None, Some(100.0), Some(1e7)] {
            let grade = Traffic::new(load, Some(180.0), Some(20.0), patience).unwrap().performance(people);
            let shares =
                [Some(grade.blocking), grade.wait_probability, grade.service_level, grade.occupancy, grade.abandonment];
            for share in shares.into_iter().flatten() {
                assert!((0.0..=1.0 + 1e-12).contains(&share), "{load} {people} {patience:?}: {grade:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let wrong = [
        Traffic::new(-1.0, None, None, None),
        Traffic::new(f64::NAN, None, None, None),
        Traffic::new(1e9, None, None, None),
        Traffic::new(1.0, Some(0.0), None, None),
        Traffic::new(1.0, Some(180.0), Some(-1.0), None),
        Traffic::new(1.0, Some(180.0), Some(f64::INFINITY), None),
        Traffic::new(1.0, Some(180.0), None, Some(0.0)),
        Traffic::new(1.0, None, None, Some(60.0)),
    ];
    for (traffic, name) in
        wrong.into_iter().zip(["load", "load", "load", "handle", "within", "within", "patience", "patience"])
    {
        assert!(traffic.as_ref().is_err_and(|why| why.starts_with(name)), "{traffic:?}");
    }
    assert!(ServiceTarget::new(1.0, 0.8).is_err(), "nobody answers every call in time");
    assert!(ServiceTarget::new(0.8, 0.0).is_err());
    assert_eq!(Traffic::load_from_arrivals(100.0, 1800.0, 180.0), Ok(10.0));
    assert!(Traffic::load_from_arrivals(100.0, 0.0, 180.0).is_err());
}

#[test]
fn sums_that_are_whole_are_not_rounded_up() {
    assert_eq!(
        (rostered_people(14.0, 0.3), rostered_people(50.0, 0.2), rostered_people(7.0, 0.0), rostered_people(0.0, 0.3)),
        (20, 63, 7, 0)
    );
    for people in 1..2000_u32 {
        // 0.3 and 0.7 are not exact in binary.
        assert_eq!(rostered_people(f64::from(people * 7) / 10.0, 0.3), people);
    }
}

proptest! {
    #[test]
    fn the_least_group_reaches_the_target_and_one_less_does_not(
        load in 0.01..300.0_f64,
        handle in 10.0..900.0_f64,
        within in 0.0..120.0_f64,
        patience in proptest::option::of(20.0..2_000.0_f64),
        level in 0.05..0.999_f64,
        ceiling in 0.3..1.0_f64,
    ) {
        let traffic = Traffic::new(load, Some(handle), Some(within), patience).unwrap();
        let target = ServiceTarget::new(level, ceiling).unwrap();
        let reaches = |people: u32| {
            let grade = traffic.performance(people);
            grade.service_level.is_some_and(|it| it >= level) && grade.occupancy.is_some_and(|it| is_within_occupancy(it, ceiling))
        };
        let people = traffic.min_people(target).unwrap();
        prop_assert!(reaches(people));
        prop_assert!(people == 1 || !reaches(people - 1));
    }

    #[test]
    fn one_more_never_does_worse(load in 0.01..200.0_f64, people in 1..300_u32, patience in proptest::option::of(5.0..2_000.0_f64)) {
        let traffic = Traffic::new(load, Some(180.0), Some(20.0), patience).unwrap();
        let (one, more) = (traffic.performance(people), traffic.performance(people + 1));
        prop_assert!(more.blocking <= one.blocking);
        if let (Some(one), Some(more)) = (one.service_level, more.service_level) {
            prop_assert!(more >= one - 1e-12);
        }
        // Flow balance: callers who do not abandon keep people busy.
        if let Some(gone) = one.abandonment {
            let busy = one.occupancy.unwrap() * f64::from(people);
            prop_assert!((load * (1.0 - gone) - busy).abs() < 1e-9 * load.max(1.0));
        }
    }
}
