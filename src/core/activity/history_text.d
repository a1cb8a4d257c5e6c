src/core/activity/history_text.o: src/core/activity/history_text.cpp \
 src/core/activity/history_text.hpp src/core/activity/history.hpp \
 src/core/activity/coefficient.hpp src/core/support/day.hpp \
 src/core/support/error.hpp src/core/support/grain.hpp \
 src/core/support/state.hpp src/core/support/bytes.hpp
src/core/activity/history_text.hpp:
src/core/activity/history.hpp:
src/core/activity/coefficient.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
