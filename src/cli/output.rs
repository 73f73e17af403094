//! How results are printed: JSON for programs, aligned text for people.
