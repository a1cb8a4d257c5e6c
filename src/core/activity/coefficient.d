src/core/activity/coefficient.o: src/core/activity/coefficient.cpp \
 src/core/activity/coefficient.hpp src/core/support/day.hpp \
 src/core/support/error.hpp src/core/support/grain.hpp
src/core/activity/coefficient.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
