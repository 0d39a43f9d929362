#include "api.h"

void *const *api_table;

bool api_open(void *get_api_base) {
	struct base {
		void *const *(*get_api)(uint32_t);
	};
	const struct base *base = ((const struct base *(*)(void))get_api_base)();
	api_table = base->get_api(API_VERSION);
	return api_table != NULL;
}
