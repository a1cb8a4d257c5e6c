src/pg/activity.o: src/pg/activity.cpp src/core/activity/active_users.hpp \
 src/core/activity/history.hpp src/core/activity/coefficient.hpp \
 src/core/support/day.hpp src/core/support/error.hpp \
 src/core/support/grain.hpp src/core/support/state.hpp \
 src/core/support/bytes.hpp src/core/activity/population.hpp \
 src/core/support/entity_table.hpp src/core/activity/history_text.hpp \
 src/core/activity/retention.hpp src/core/activity/stickiness.hpp \
 src/core/activity/usage_drop.hpp src/core/support/money.hpp \
 src/pg/boundary/aggregate.hpp src/pg/boundary/args.hpp \
 src/pg/boundary/cache.hpp src/pg/boundary/compute.hpp \
 src/pg/boundary/postgres.hpp src/pg/boundary/results.hpp \
 src/pg/boundary/context_resource.hpp
src/core/activity/active_users.hpp:
src/core/activity/history.hpp:
src/core/activity/coefficient.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
src/core/activity/population.hpp:
src/core/support/entity_table.hpp:
src/core/activity/history_text.hpp:
src/core/activity/retention.hpp:
src/core/activity/stickiness.hpp:
src/core/activity/usage_drop.hpp:
src/core/support/money.hpp:
src/pg/boundary/aggregate.hpp:
src/pg/boundary/args.hpp:
src/pg/boundary/cache.hpp:
src/pg/boundary/compute.hpp:
src/pg/boundary/postgres.hpp:
src/pg/boundary/results.hpp:
src/pg/boundary/context_resource.hpp:
