// The part of ONNX Runtime's C API that Patina calls itself, because onnxruntime_go
// does not: tensors on devices, runs that leave their outputs there, cancelling, what
// ran where, what an allocator holds.
//
// The API is a table of functions whose places never change: a name of version 26 is
// found at the same place in every later library. FUNCTIONS lists place, result, name
// and parameters; api_test.go holds each line against the header of onnxruntime_go.
#ifndef PATINA_ORT_API_H
#define PATINA_ORT_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef ORT_API_VERSION // unless the real header came first
typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtIoBinding OrtIoBinding;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtAllocator OrtAllocator;
typedef struct OrtValue OrtValue;
typedef struct OrtKeyValuePairs OrtKeyValuePairs;
typedef struct OrtSyncStream OrtSyncStream;
typedef struct OrtEpAssignedSubgraph OrtEpAssignedSubgraph;
typedef struct OrtEpAssignedNode OrtEpAssignedNode;
typedef int OrtLoggingLevel;
typedef int OrtErrorCode;
typedef int ONNXTensorElementDataType;
enum OrtAllocatorType { OrtDeviceAllocator = 0 };
enum OrtMemType { OrtMemTypeDefault = 0 };
#endif

#define FUNCTIONS(F) \
	F(1, OrtErrorCode, GetErrorCode, (const OrtStatus *)) \
	F(2, const char *, GetErrorMessage, (const OrtStatus *)) \
	F(93, void, ReleaseStatus, (OrtStatus *)) \
	F(3, OrtStatus *, CreateEnv, (OrtLoggingLevel, const char *, OrtEnv **)) \
	F(293, OrtStatus *, SessionOptionsSetLoadCancellationFlag, (OrtSessionOptions *, bool)) \
	F(381, OrtStatus *, SessionGetMemoryInfoForOutputs, (const OrtSession *, const OrtMemoryInfo **, size_t)) \
	F(407, OrtStatus *, Session_GetEpGraphAssignmentInfo, (const OrtSession *, const OrtEpAssignedSubgraph *const **, size_t *)) \
	F(408, OrtStatus *, EpAssignedSubgraph_GetEpName, (const OrtEpAssignedSubgraph *, const char **)) \
	F(409, OrtStatus *, EpAssignedSubgraph_GetNodes, (const OrtEpAssignedSubgraph *, const OrtEpAssignedNode *const **, size_t *)) \
	F(412, OrtStatus *, EpAssignedNode_GetOperatorType, (const OrtEpAssignedNode *, const char **)) \
	F(134, OrtStatus *, CreateIoBinding, (OrtSession *, OrtIoBinding **)) \
	F(135, void, ReleaseIoBinding, (OrtIoBinding *)) \
	F(136, OrtStatus *, BindInput, (OrtIoBinding *, const char *, const OrtValue *)) \
	F(137, OrtStatus *, BindOutput, (OrtIoBinding *, const char *, const OrtValue *)) \
	F(138, OrtStatus *, BindOutputToDevice, (OrtIoBinding *, const char *, const OrtMemoryInfo *)) \
	F(140, OrtStatus *, GetBoundOutputValues, (const OrtIoBinding *, OrtAllocator *, OrtValue ***, size_t *)) \
	F(39, OrtStatus *, CreateRunOptions, (OrtRunOptions **)) \
	F(97, void, ReleaseRunOptions, (OrtRunOptions *)) \
	F(46, OrtStatus *, RunOptionsSetTerminate, (OrtRunOptions *)) \
	F(133, OrtStatus *, RunWithBinding, (OrtSession *, const OrtRunOptions *, const OrtIoBinding *)) \
	F(69, OrtStatus *, CreateCpuMemoryInfo, (enum OrtAllocatorType, enum OrtMemType, OrtMemoryInfo **)) \
	F(94, void, ReleaseMemoryInfo, (OrtMemoryInfo *)) \
	F(71, OrtStatus *, MemoryInfoGetName, (const OrtMemoryInfo *, const char **)) \
	F(131, OrtStatus *, CreateAllocator, (const OrtSession *, const OrtMemoryInfo *, OrtAllocator **)) \
	F(132, void, ReleaseAllocator, (OrtAllocator *)) \
	F(78, OrtStatus *, GetAllocatorWithDefaultOptions, (OrtAllocator **)) \
	F(76, OrtStatus *, AllocatorFree, (OrtAllocator *, void *)) \
	F(319, OrtStatus *, AllocatorGetStats, (const OrtAllocator *, OrtKeyValuePairs **)) \
	F(298, void, GetKeyValuePairs, (const OrtKeyValuePairs *, const char *const **, const char *const **, size_t *)) \
	F(300, void, ReleaseKeyValuePairs, (OrtKeyValuePairs *)) \
	F(48, OrtStatus *, CreateTensorAsOrtValue, (OrtAllocator *, const int64_t *, size_t, ONNXTensorElementDataType, OrtValue **)) \
	F(49, OrtStatus *, CreateTensorWithDataAsOrtValue, (const OrtMemoryInfo *, void *, size_t, const int64_t *, size_t, ONNXTensorElementDataType, OrtValue **)) \
	F(96, void, ReleaseValue, (OrtValue *)) \
	F(194, OrtStatus *, GetTensorMemoryInfo, (const OrtValue *, const OrtMemoryInfo **)) \
	F(386, OrtStatus *, CopyTensors, (const OrtEnv *, const OrtValue *const *, OrtValue *const *, OrtSyncStream *, size_t))

#define PLACE(place, result, name, parameters) enum { place_##name = place }; typedef result(*type_##name) parameters;
FUNCTIONS(PLACE)
#undef PLACE

// API_VERSION is that of the header the places were taken from.
#define API_VERSION 26

// api_open takes the table from OrtGetApiBase, or returns false when the library is
// older than API_VERSION.
bool api_open(void *get_api_base);

#define CALL(name) ((type_##name)api_table[place_##name])
extern void *const *api_table;

#endif
