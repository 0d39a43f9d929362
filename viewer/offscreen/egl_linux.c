#include "egl_linux.h"

#include <dlfcn.h>
#include <stddef.h>

// Names and numbers of the EGL 1.5 specification, and of the extensions
// EXT_platform_base, EXT_device_base and KHR_create_context.
enum {
	EGL_NONE = 0x3038,
	EGL_EXTENSIONS = 0x3055,
	EGL_SURFACE_TYPE = 0x3033,
	EGL_PBUFFER_BIT = 0x0001,
	EGL_RENDERABLE_TYPE = 0x3040,
	EGL_OPENGL_BIT = 0x0008,
	EGL_OPENGL_API = 0x30A2,
	EGL_WIDTH = 0x3057,
	EGL_HEIGHT = 0x3056,
	EGL_CONTEXT_MAJOR_VERSION = 0x3098,
	EGL_CONTEXT_MINOR_VERSION = 0x30FB,
	EGL_CONTEXT_OPENGL_PROFILE_MASK = 0x30FD,
	EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT = 0x0001,
};

static struct {
	void *library;
	void *(*get_proc_address)(const char *);
	int32_t (*get_error)(void);
	egl_handle (*get_display)(void *);
	unsigned (*initialize)(egl_handle, int32_t *, int32_t *);
	const char *(*query_string)(egl_handle, int32_t);
	unsigned (*bind_api)(unsigned);
	unsigned (*choose_config)(egl_handle, const int32_t *, egl_handle *, int32_t, int32_t *);
	egl_handle (*create_context)(egl_handle, egl_handle, egl_handle, const int32_t *);
	egl_handle (*create_pbuffer)(egl_handle, egl_handle, const int32_t *);
	unsigned (*make_current)(egl_handle, egl_handle, egl_handle, egl_handle);
	unsigned (*destroy_context)(egl_handle, egl_handle);
	unsigned (*destroy_surface)(egl_handle, egl_handle);
	egl_handle (*get_platform_display)(uint32_t, void *, const int32_t *); // NULL where absent
	unsigned (*query_devices)(int32_t, egl_handle *, int32_t *);           // NULL where absent
} egl;

static const struct {
	const char *name;
	size_t offset;
} symbols[] = {
	{"eglGetProcAddress", offsetof(__typeof__(egl), get_proc_address)},
	{"eglGetError", offsetof(__typeof__(egl), get_error)},
	{"eglGetDisplay", offsetof(__typeof__(egl), get_display)},
	{"eglInitialize", offsetof(__typeof__(egl), initialize)},
	{"eglQueryString", offsetof(__typeof__(egl), query_string)},
	{"eglBindAPI", offsetof(__typeof__(egl), bind_api)},
	{"eglChooseConfig", offsetof(__typeof__(egl), choose_config)},
	{"eglCreateContext", offsetof(__typeof__(egl), create_context)},
	{"eglCreatePbufferSurface", offsetof(__typeof__(egl), create_pbuffer)},
	{"eglMakeCurrent", offsetof(__typeof__(egl), make_current)},
	{"eglDestroyContext", offsetof(__typeof__(egl), destroy_context)},
	{"eglDestroySurface", offsetof(__typeof__(egl), destroy_surface)},
};

const char *egl_load(void) {
	if (egl.library)
		return NULL;
	void *library = dlopen("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return dlerror();
	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
		void *symbol = dlsym(library, symbols[i].name);
		if (!symbol)
			return dlerror();
		*(void **)((char *)&egl + symbols[i].offset) = symbol;
	}
	egl.get_platform_display = egl.get_proc_address("eglGetPlatformDisplayEXT");
	egl.query_devices = egl.get_proc_address("eglQueryDevicesEXT");
	egl.library = library;
	return NULL;
}

void *egl_find(const char *name) { return egl.get_proc_address(name); }

const char *egl_extensions(egl_handle display) { return egl.query_string(display, EGL_EXTENSIONS); }

int32_t egl_error(void) { return egl.get_error(); }

egl_handle egl_platform_display(uint32_t platform, egl_handle native) {
	return egl.get_platform_display ? egl.get_platform_display(platform, native, NULL) : NULL;
}

egl_handle egl_default_display(void) { return egl.get_display(NULL); }

int32_t egl_devices(int32_t count, egl_handle *devices) {
	int32_t found = 0;
	if (!egl.query_devices || !egl.query_devices(count, devices, &found))
		return 0;
	return found;
}

int egl_initialize(egl_handle display) {
	return egl.initialize(display, NULL, NULL) && egl.bind_api(EGL_OPENGL_API);
}

egl_handle egl_pbuffer_config(egl_handle display) {
	const int32_t attributes[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
	egl_handle config = NULL;
	int32_t found = 0;
	if (!egl.choose_config(display, attributes, &config, 1, &found) || found == 0)
		return NULL;
	return config;
}

egl_handle egl_core_context(egl_handle display, egl_handle config, int32_t major, int32_t minor) {
	const int32_t attributes[] = {
		EGL_CONTEXT_MAJOR_VERSION, major, EGL_CONTEXT_MINOR_VERSION, minor,
		EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE,
	};
	return egl.create_context(display, config, NULL, attributes);
}

egl_handle egl_tiny_pbuffer(egl_handle display, egl_handle config) {
	const int32_t attributes[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
	return egl.create_pbuffer(display, config, attributes);
}

int egl_make_current(egl_handle display, egl_handle surface, egl_handle context) {
	return egl.bind_api(EGL_OPENGL_API) && egl.make_current(display, surface, surface, context);
}

// egl_destroy leaves the display initialized: it is the same one for the whole
// process, and others may use it.
void egl_destroy(egl_handle display, egl_handle surface, egl_handle context) {
	if (surface)
		egl.destroy_surface(display, surface);
	if (context)
		egl.destroy_context(display, context);
}
