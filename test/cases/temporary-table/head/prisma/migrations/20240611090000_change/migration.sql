drop index readings_device_idx;
