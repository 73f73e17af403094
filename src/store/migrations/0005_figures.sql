-- What a ticket adds to the figures says more: what it is told apart by, how its promises ended, who can be credited with
-- its ratings. It is worked out anew once this has been done.

-- The customers who have a tier are few, and every figure asks for them. Of whom it is known since when they are one, it
-- is asked who was lost.
CREATE INDEX customer_tier ON customer (tier, id) WHERE tier IS NOT NULL;
CREATE INDEX customer_since ON customer (since, id, lost) WHERE since IS NOT NULL AND removed = 0;

-- The answers of one customer, who is named within the record.
CREATE INDEX kept_customer ON kept (data ->> 'customer') WHERE kind = 'survey' AND removed = 0;
