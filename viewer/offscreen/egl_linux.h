// The part of EGL 1.5 that Patina calls, declared here so that building needs no
// EGL headers and starting needs no libEGL: it is opened when it is wanted.

#include <stdint.h>

typedef void *egl_handle; // a display, config, context, surface or device

// egl_load opens libEGL and finds its functions. It returns NULL, or what is
// missing. It must not be called by two threads at once; calling it again is free.
const char *egl_load(void);

void *egl_find(const char *name);
const char *egl_extensions(egl_handle display);
int32_t egl_error(void);

// Displays: the platform's with a native handle, the default one, and up to count
// devices. The calls return NULL or 0 where libEGL does not offer them.
egl_handle egl_platform_display(uint32_t platform, egl_handle native);
egl_handle egl_default_display(void);
int32_t egl_devices(int32_t count, egl_handle *devices);

// The rest return NULL or 0 on failure, and egl_error says which.
int egl_initialize(egl_handle display);
egl_handle egl_pbuffer_config(egl_handle display);
egl_handle egl_core_context(egl_handle display, egl_handle config, int32_t major, int32_t minor);
egl_handle egl_tiny_pbuffer(egl_handle display, egl_handle config);
int egl_make_current(egl_handle display, egl_handle surface, egl_handle context);
void egl_destroy(egl_handle display, egl_handle surface, egl_handle context);
