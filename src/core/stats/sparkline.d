src/core/stats/sparkline.o: src/core/stats/sparkline.cpp \
 src/core/stats/sparkline.hpp src/core/support/day.hpp \
 src/core/support/state.hpp src/core/support/bytes.hpp \
 src/core/support/error.hpp
src/core/stats/sparkline.hpp:
src/core/support/day.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
src/core/support/error.hpp:
