-- A person's shifts are found by their days: nobody is in two at once, whoever else works then.
CREATE INDEX shift_of ON shift (person, day) WHERE removed = 0;
