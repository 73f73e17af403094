-- What a ticket adds to the figures says more: what it is told apart by, how its promises ended, who can be credited with
-- its ratings. It is worked out anew once this has been done.

-- The customers who have a tier are few, and every figure asks for them.
CREATE INDEX customer_tier ON customer (tier, id) WHERE tier IS NOT NULL;
