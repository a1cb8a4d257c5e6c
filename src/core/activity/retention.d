src/core/activity/retention.o: src/core/activity/retention.cpp \
 src/core/activity/retention.hpp src/core/activity/history.hpp \
 src/core/activity/coefficient.hpp src/core/support/day.hpp \
 src/core/support/error.hpp src/core/support/grain.hpp \
 src/core/support/state.hpp src/core/support/bytes.hpp \
 src/core/activity/population.hpp src/core/support/entity_table.hpp
src/core/activity/retention.hpp:
src/core/activity/history.hpp:
src/core/activity/coefficient.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
src/core/activity/population.hpp:
src/core/support/entity_table.hpp:
