//! Where terminal, clock, signals and the store meet.
