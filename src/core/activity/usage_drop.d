src/core/activity/usage_drop.o: src/core/activity/usage_drop.cpp \
 src/core/activity/usage_drop.hpp src/core/activity/coefficient.hpp \
 src/core/support/day.hpp src/core/support/error.hpp \
 src/core/support/grain.hpp src/core/support/money.hpp \
 src/core/support/state.hpp src/core/support/bytes.hpp
src/core/activity/usage_drop.hpp:
src/core/activity/coefficient.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/money.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
